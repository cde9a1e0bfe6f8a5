"""What the rules say: who there is, what each body decides, and the steps of each procedure, as data."""
