"""One recipe per kind of artifact."""
