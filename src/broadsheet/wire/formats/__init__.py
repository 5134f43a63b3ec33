"""One package per wire format; none knows another."""
