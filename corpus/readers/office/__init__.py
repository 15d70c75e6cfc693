"""What word processors and slide programs save, unpacked from the formats as programs really write them."""
