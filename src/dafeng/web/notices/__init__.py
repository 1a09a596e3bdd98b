"""Who is told what: notices in the site and by e-mail, reminders before clocks run out."""
