"""What happens to a stranger's query before a worker parses it: bounds, full text, and advice to its writer."""
