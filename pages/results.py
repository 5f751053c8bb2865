"""What came out: who took part, what was measured, what went wrong."""

from components import results
from components.first_run import through_app
from components.frame import page_title
from components.screen import look_at_screen

through_app()
page_title("results")
look_at_screen()
standing = results.standing()
results.show(results.choose_part(standing))
