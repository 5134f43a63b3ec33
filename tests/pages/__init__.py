"""Every page of a baked site: markup, links, weight, and how it is for those who cannot see it."""
