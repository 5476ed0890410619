#include "textflag.h"

// Sets each byte of X to b.
#define REPEAT(b, X) \
	MOVL   $(b * 0x01010101), AX; \
	MOVL   AX, X; \
	PSHUFL $0, X, X

// Sets AX to the bits of the 16 bytes at (SI) that are part of words and BX to those that
// are spaces.
#define JUDGE16 \
	MOVOU    (SI), X4; \
	MOVO     X4, X5; \
	PSUBB    X0, X5; \
	MOVO     X5, X6; \
	PMINUB   X1, X6; \
	PCMPEQB  X5, X6; \
	POR      X4, X6; \
	MOVO     X4, X5; \
	POR      X7, X5; \
	PSUBB    X2, X5; \
	MOVO     X5, X8; \
	PMINUB   X3, X8; \
	PCMPEQB  X5, X8; \
	POR      X8, X6; \
	PCMPEQB  X7, X4; \
	PMOVMSKB X6, AX; \
	PMOVMSKB X4, BX

// func wordsAndSpacesOf(text *byte, n int) (words, spaces uint64)
TEXT ·wordsAndSpacesOf(SB), NOSPLIT, $0-32
	MOVQ text+0(FP), SI
	MOVQ n+8(FP), DX
	REPEAT('0', X0)
	REPEAT(9, X1)
	REPEAT('a', X2)
	REPEAT(25, X3)
	REPEAT(' ', X7)        // which also makes capitals small
	XORQ R8, R8            // words
	XORQ R9, R9            // spaces
	XORQ CX, CX            // bytes judged
	JMP  check

next:
	JUDGE16
	SHLQ CX, AX
	SHLQ CX, BX
	ORQ  AX, R8
	ORQ  BX, R9
	ADDQ $16, SI
	ADDQ $16, CX
	SUBQ $16, DX

check:
	CMPQ DX, $16
	JGE  next
	TESTQ DX, DX
	JEQ  done

	// The last 16 bytes, of which DX are still to be judged.
	LEAQ -16(SI)(DX*1), SI
	JUDGE16
	SHLQ CX, AX
	SHLQ CX, BX
	MOVQ $16, CX
	SUBQ DX, CX
	SHRQ CX, AX
	SHRQ CX, BX
	ORQ  AX, R8
	ORQ  BX, R9

done:
	MOVQ R8, words+16(FP)
	MOVQ R9, spaces+24(FP)
	RET
