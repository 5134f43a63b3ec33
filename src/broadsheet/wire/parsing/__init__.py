"""Reading what strangers sent: in a process of its own with limits, or here."""
