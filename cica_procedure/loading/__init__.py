"""The loading of a rulebook from a folder of TOML files: read, check, and report every fault by file and key."""
