extension Message {
    static let systemWordings: [Message: Wording] = [
        .whatData: Wording("data", "データ"),
        .whereOffset: Wording("at byte {0}", "{0} バイト目"),
        .dataTruncated: Wording("it ends too early", "途中で終わっています"),
        .dataUnexpectedTag: Wording("something else was expected here", "ここにあるはずのものと違います"),
        .dataBadLength: Wording("a length is wrong", "長さが正しくありません"),
        .dataBadValue: Wording("a value is not allowed here", "値が許される範囲や形ではありません"),
        .dataTrailingBytes: Wording("something is left over at the end", "末尾に余分なものがあります"),
        .hintDamaged: Wording(
            "it is damaged or was altered; get it again from its source",
            "壊れているか改変されています。元から改めて入手してください"),
        .systemFailed: Wording("{0}", "{0}"),
        .systemInterrupted: Wording("interrupted", "中断しました"),
        .systemExists: Wording("it exists already", "既にあります"),
        .systemNotFound: Wording("there is no such file or folder", "そのようなファイルやフォルダーはありません"),
        .systemPermissionDenied: Wording("permission denied", "権限がありません"),
        .systemNoSpace: Wording("no space is left", "空き容量がありません"),
        .systemBrokenPipe: Wording("the reader has gone away", "受け手がいなくなりました"),
        .systemUnsafeName: Wording(
            "the name is empty, too long, or leads out of its folder", "名前が空か、長すぎるか、フォルダーの外に出ます"),
        .systemNotFolder: Wording("it is not a folder", "フォルダーではありません"),
        .systemIsFolder: Wording("it is a folder", "フォルダーです"),
        .systemNotRegularFile: Wording("it is a device, FIFO or socket", "デバイス、FIFO、ソケットのいずれかです"),
        .systemChangedWhileRead: Wording("it changed while it was read", "読んでいる間に変わりました"),
        .systemShortFile: Wording("the file ends too early", "ファイルが途中で終わっています"),
        .systemInputIsOutput: Wording("input and output are the same", "入力と出力が同じです"),
        .systemOutputInsideInput: Wording("the output lies inside an input", "出力先が入力の中にあります"),
        .systemDuplicateName: Wording("two inputs have this name", "同じ名前の入力が二つあります"),
        .systemUnsafePermissions: Wording(
            "it belongs to someone else, or others may use it", "他人のものか、他人が使える状態です"),
        .systemBadRecord: Wording("it is not a record of this program", "このプログラムの記録ではありません"),
        .systemTooLarge: Wording("it is too large or too deep", "大きすぎるか、深すぎます"),
        .hintExists: Wording("choose another name, or replace it with --force", "別の名前にするか、--force で置き換えてください"),
        .hintNotFound: Wording("check the name", "名前を確かめてください"),
        .hintNoSpace: Wording("make room, or choose another place", "空きを作るか、別の場所を選んでください"),
        .hintSpecial: Wording("leave such files out with --skip-special", "--skip-special で除外できます"),
        .hintChanged: Wording("try again when nobody writes to it", "誰も書き込んでいないときにやり直してください"),
        .hintOtherOutput: Wording("choose an output elsewhere", "別の出力先を選んでください"),
        .hintPermissions: Wording(
            "make it your own and private: chmod 700 for a folder, 600 for a file",
            "自分の所有とし、フォルダーは chmod 700、ファイルは chmod 600 としてください"),
    ]
}
