"""Models read into the ledger's records. Nothing is written here."""
