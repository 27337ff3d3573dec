"""月讲评: reviews, a published one, a statement, a trial run, appeals, the register, the scheme."""

from scripts.shots import Shot

SHOTS = (
    Shot("appraisals", "shenhe", "/desk/appraisals/"),
    Shot("appraisal", "shenhe", "{link}", "/desk/appraisals/"),
    Shot("appraisal-try", "shenhe", "/desk/appraisals/try/"),
    Shot("appraisal-scores", "shenhe", "/desk/appraisals/scores/"),
    Shot("appraisal-appeals", "shenhe", "/desk/appraisals/appeals/"),
    Shot("merits", "shenhe", "/desk/merits/"),
    Shot("merit-new", "shenhe", "/desk/merits/new/"),
)  # fmt: skip
