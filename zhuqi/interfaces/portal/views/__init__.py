"""The firm's pages, a file per walk through them."""
