"""A machine that knows no news: tracked reads, recipes, artifacts, worker, store."""
