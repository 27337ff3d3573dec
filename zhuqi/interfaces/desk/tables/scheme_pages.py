"""What a room of the desk takes to make the pages of a kind of scheme of its own."""

from zhuqi.interfaces.desk.tables.views.editions import SchemePages, cell_of

__all__ = ["SchemePages", "cell_of"]
