from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0009_rolling")]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("holder", models.CharField(max_length=32)),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("head", models.BigIntegerField()),
                ("now", models.DateTimeField()),
                ("code", models.CharField(max_length=64)),
                ("work", models.BinaryField()),
                ("answer", models.BinaryField(null=True)),
            ],
        ),
    ]
