"""What editors see: Wagtail's admin, with the desk's own lists, forms and acts in it."""
