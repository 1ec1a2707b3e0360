"""The signer: an own process, the only holder of keys, that believes nobody."""
