/// The texts that every export carries. They lie beside this file, and are built into the program.
enum ExportTexts {
    /// How to check an export, in English and Japanese.
    static let readme = PackageResources.README
    /// The script that checks one.
    static let script = PackageResources.check_py
}
