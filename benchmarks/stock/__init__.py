"""A newsroom as Wagtail's own tutorial would build it: pages from the database at each request."""
