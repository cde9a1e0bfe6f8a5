"""The rules as data: parties, bodies and offices, what each body decides, and the steps of each procedure."""
