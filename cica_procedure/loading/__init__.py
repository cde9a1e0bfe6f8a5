"""From a folder of TOML files to a rulebook: read, checked, or refused with every fault by file and key."""
