// The least that a Swift program can be: what `make bench` compares the start-up of `fubako version` with.
