"""The formats a brief comes in, all laid out from the same `Brief`."""
