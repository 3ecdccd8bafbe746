# A limit of one tool does not restrict what another tool adds to a shared counter.
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
