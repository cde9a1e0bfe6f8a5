"""What is made from a rulebook or a played scenario for others to read: data, diagrams and files, no terminal."""
