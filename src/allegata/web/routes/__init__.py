"""The pages and the interface for programs, one module for each group of them."""
