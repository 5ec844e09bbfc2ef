// README.txt of a vault: what this folder is and how to restore without the program. Not the program's manual.

export const readmeName = 'README.txt';

export const readmeText = `This is a ChatArk vault: encrypted backups of chat exports, format version 1.
这是一个“聊天方舟”（ChatArk）保险库：加密的聊天记录备份，格式版本 1。

Do not rename, edit or delete files here. Copying the whole folder is safe at any time.
请不要改名、修改或删除这里的文件；随时可以整体复制。

To restore: chatark restore --vault THIS_FOLDER --out SOME_FOLDER
You need the passphrase (and the key file, if you chose one) or the recovery key. Without them nobody can open it.
恢复：chatark restore --vault 本文件夹 --out 目标文件夹
需要密码（如设置了密钥文件，也需要它）或恢复密钥。没有它们，谁也打不开。

To check for damage without any key, compare each file's SHA-256 with its own name:
  for f in packs/*/* index/* snapshots/*; do [ "$(sha256sum < "$f" | cut -c1-64)" = "$(basename "$f")" ] || echo "damaged: $f"; done

To restore without ChatArk (the full description is docs/vault-format.md of the project):
  1. keys/*.json: scrypt(passphrase) -> HKDF-SHA256 -> XChaCha20-Poly1305 opens the 32-byte master key.
  2. HKDF-SHA256(master, salt = vaultId, info = "chatark/1/enc-" + kind number) gives the key of each kind of block.
  3. snapshots/*: one block each: 12-byte header, 24-byte nonce, sealed data. Inside: lengths, then raw-deflated JSON.
  4. The snapshot names a file listing; the listing names a tree of chunk ids for each file; index/* tells in which pack each chunk is.
  5. Put the chunks one after the other. The listing has the SHA-256 of each whole file.
`;
