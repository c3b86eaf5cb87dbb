"""Every sentence the bot says: plain, kind, and with what to do next."""

from bot.texts.amounts import any_of, clock_time, count_of, duration, file_size, money, seconds
from bot.texts.cards import STEPS, job_card, made_buttons, model_title, status_title, status_word
from bot.texts.guide import help_notice, models_notice, price, usage
from bot.texts.jobs import (
    cancel_question,
    cancelled,
    cannot_cancel,
    history_notice,
    history_row,
    job_notice,
    not_yours,
    queue_notice,
    status_notice,
    unknown_job,
)
from bot.texts.pages import (
    page_cross_site,
    page_needs_password,
    page_sign_in_first,
    page_trouble,
    page_unknown_conversation,
    page_wrong_host,
)
from bot.texts.posts import filename, video_link, video_post
from bot.texts.problems import bad_image, problem
from bot.texts.quotas import amount, quota_bar, quota_denied, quota_left, quota_notice
from bot.texts.reasons import ending, reason
from bot.texts.startup import already_running, database_unreachable, port_in_use, setting_problem
from bot.texts.troubles import busy, internal_error, link_expired, storage_full

__all__ = [
    "STEPS",
    "already_running",
    "amount",
    "any_of",
    "bad_image",
    "busy",
    "cancel_question",
    "cancelled",
    "cannot_cancel",
    "clock_time",
    "count_of",
    "database_unreachable",
    "duration",
    "ending",
    "file_size",
    "filename",
    "help_notice",
    "history_notice",
    "history_row",
    "internal_error",
    "job_card",
    "job_notice",
    "link_expired",
    "made_buttons",
    "model_title",
    "models_notice",
    "money",
    "not_yours",
    "page_cross_site",
    "page_needs_password",
    "page_sign_in_first",
    "page_trouble",
    "page_unknown_conversation",
    "page_wrong_host",
    "port_in_use",
    "price",
    "problem",
    "queue_notice",
    "quota_bar",
    "quota_denied",
    "quota_left",
    "quota_notice",
    "reason",
    "seconds",
    "setting_problem",
    "status_notice",
    "status_title",
    "status_word",
    "storage_full",
    "unknown_job",
    "usage",
    "video_link",
    "video_post",
]
