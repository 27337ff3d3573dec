"""问卷: the list, one that comes back, one being drawn up, who answered; on the firm's phone."""

from scripts.shots import Shot

SHOTS = (
    Shot("questionnaires", "shouli", "/desk/questionnaires/"),
    Shot("questionnaire", "shouli", "{link}", "/desk/questionnaires/?state=sent"),
    Shot("questionnaire-draft", "shouli", "{link}", "/desk/questionnaires/?state=draft"),
    Shot("questionnaire-replies", "shouli", "/desk/questionnaires/replies/"),
    Shot("portal-questionnaires", "qiye", "/portal/questionnaires/"),
    Shot("portal-questionnaire", "qiye", "{link}", "/portal/questionnaires/"),
)
