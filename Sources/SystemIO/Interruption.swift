/// Being asked to stop.
package enum Interruption {
    /// - Throws: ``SystemError/Code/interrupted`` once the process was asked to stop.
    package static func check() throws(SystemError) {}
}
