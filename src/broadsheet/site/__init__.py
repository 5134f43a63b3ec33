"""What readers see: recipes, queries, view models, templates, styles, islands."""
