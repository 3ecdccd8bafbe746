# A limit of one tool says nothing of what another adds to a counter that they share.
default deny

limit 600 per hour

tool send_mail: write {
  limit 5 per minute
  limit 10 per minute as mails
}

tool send_invite: write {
  limit 5 per minute
  limit 10 per minute as mails
}
