import Console

/// Text inside HTML (HTML Living Standard, 13.1.4): nothing in it is taken for markup, neither between tags nor between
/// quotation marks. Controls and invisible characters are made visible, as on a terminal.
func markup(_ text: String) -> String {
    var result = ""
    for scalar in escaped(text).unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
