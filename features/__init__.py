"""One feature for each rule of procedure, in the words of the rules."""
