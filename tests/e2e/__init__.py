"""The pages in a real browser, against a real server: black boxes both."""
