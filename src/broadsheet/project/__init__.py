"""The room that knows all rooms: settings, addresses, entry points, command line."""
