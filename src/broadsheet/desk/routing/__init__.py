"""Where agency copy goes when it comes in: to which section's inbox, with which topics, before whose eyes."""
