"""What papers add to pages of others: navigation, the log, a part of the row they went out with."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.notices import links
from zhuqi.foundation.papers.actions import FOLLOW, ISSUE, OBJECT
from zhuqi.foundation.papers.enums import PaperVerb
from zhuqi.interfaces.desk import navigation, nouns
from zhuqi.interfaces.desk.papers.views import VIEWS, reads_papers, row_section
from zhuqi.interfaces.desk.verb_views import ROW_SECTIONS
from zhuqi.interfaces.shell import event_words
from zhuqi.interfaces.shell.navigation import Entry


def register() -> None:
    """Called once, when Django has loaded every room."""
    nouns.offer(VIEWS, nouns.Standing("papers", "note", 10))
    navigation.offer(
        Entry(_("公文核验"), "desk:paper_verify", "search", 20, "papers"), reads_papers
    )
    ROW_SECTIONS.register("papers", row_section)
    event_words.register_work({FOLLOW: _("印发公文")})
    links.register(OBJECT, lambda pk: reverse("desk:paper", args=[int(pk)]), firm=False)
    more = {f"{OBJECT}.{ISSUE}": _("印发"), f"{OBJECT}.{PaperVerb.WITHDRAW}": _("撤回")}
    event_words.register_kinds(OBJECT, more)
