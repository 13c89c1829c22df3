print("fubako")
