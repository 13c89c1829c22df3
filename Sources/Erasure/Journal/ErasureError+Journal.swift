extension ErasureError.Code {
    /// The journal was edited or damaged, or tells what no run can have done: nothing in it counts.
    package static let journalDamaged = ErasureError.Code(rawValue: "journal damaged")
    /// A record of the journal is not signed, or not by a station that is trusted.
    package static let journalNotSigned = ErasureError.Code(rawValue: "journal not signed")
    /// The run that the journal tells of has ended: there is nothing to resume.
    package static let runEnded = ErasureError.Code(rawValue: "run ended")
}
