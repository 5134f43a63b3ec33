"""Takes away what Wagtail puts into a new database: welcome page, two groups, their workflow.

The desk's own roles come with `broadsheet.desk.roles.ensure_roles`.
"""

from django.db import migrations


def remove_welcome(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    root = Page.objects.get(depth=1)
    welcome = Page.objects.filter(depth=2, slug="home", numchild=0, content_type__model="page")
    if Page.objects.filter(depth=2).count() != welcome.count():
        return
    Site.objects.filter(root_page__in=welcome).update(root_page=root)
    welcome.delete()
    Page.objects.filter(pk=root.pk).update(numchild=0)


def remove_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()


def remove_workflow(apps, schema_editor):
    for name in ["Workflow", "GroupApprovalTask"]:
        apps.get_model("wagtailcore", name).objects.filter(name="Moderators approval").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(remove_welcome, migrations.RunPython.noop),
        migrations.RunPython(remove_groups, migrations.RunPython.noop),
        migrations.RunPython(remove_workflow, migrations.RunPython.noop),
    ]
