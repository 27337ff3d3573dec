"""The command `zhuqi`: everything an administrator does on the server itself."""
