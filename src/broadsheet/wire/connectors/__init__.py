"""How agency copy comes in by itself: one module per way, and `rounds`, which goes round them all."""
