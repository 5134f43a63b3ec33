"""Whole ways through Broadsheet, as a person goes them: commands, processes, a browser."""
