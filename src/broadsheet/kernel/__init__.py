"""What every room stands on: time, ids, errors, configuration, language."""
