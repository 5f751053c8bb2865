"""Questions to ask a doctor: what is left open, on one page to print."""

from components import questions
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("questions")
info = questions.gathered()
questions.download(info)
questions.questions(info)
