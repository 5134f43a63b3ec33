"""What editors touch: models, admin, acts, checks before publishing."""
