# A head that can't be read does not hide what is wrong in its block.
default deny
tool create_refund: finacial {
  limit 0 per minute
}
