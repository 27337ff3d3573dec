"""The template tags of the shell; `zhuqi` is a builtin of every template."""
