internal import CSystem

/// Whether two threads have the same table of descriptors, as all threads of a process have unless one asked for its own;
/// kcmp(2).
/// - Returns: false also where it cannot be told.
package func shareFiles(_ first: Int32, _ second: Int32) -> Bool { fubako_compare_files(first, second) == 0 }
