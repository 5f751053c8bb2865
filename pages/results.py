"""What came out: who took part, what was measured, what went wrong."""

from components import results
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("results")
standing = results.standing()
results.show(results.choose_part(standing))
