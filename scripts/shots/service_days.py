"""企业服务日: the list, one day, what was said, on the desk and on the firm's phone."""

from scripts.shots import Shot

SHOTS = (
    Shot("service-days", "shouli", "/desk/service-days/"),
    Shot("service-day", "shouli", "{link}", "/desk/service-days/"),
    Shot("service-day-new", "shouli", "/desk/service-days/new/"),
    Shot("service-words", "shouli", "/desk/service-words/"),
    Shot("service-word", "shouli", "{link}", "/desk/service-words/"),
    Shot("portal-service-days", "qiye", "/portal/service-days/"),
)
