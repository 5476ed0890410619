#include "textflag.h"

// Sets each byte of X to AX, which is one byte.
#define REPEAT(X) \
	IMUL3L $0x01010101, AX, AX; \
	MOVL   AX, X; \
	PSHUFL $0, X, X

// Adds the marks of the 16 bytes at (SI), shifted by place, to R8 and the quotes to R9.
#define MARKS16(place) \
	MOVOU    place(SI), X4; \
	MOVO     X4, X5; \
	PCMPEQB  X0, X5; \
	MOVO     X4, X6; \
	PCMPEQB  X1, X6; \
	POR      X6, X5; \
	MOVO     X4, X6; \
	PCMPEQB  X2, X6; \
	POR      X6, X5; \
	PCMPEQB  X3, X4; \
	PMOVMSKB X5, AX; \
	PMOVMSKB X4, BX; \
	SHLQ     $place, AX; \
	SHLQ     $place, BX; \
	ORQ      AX, R8; \
	ORQ      BX, R9

// func findMarks(marks, quotes []uint64, text []byte, delim, end byte)
TEXT ·findMarks(SB), NOSPLIT, $0-74
	MOVQ   marks_base+0(FP), DI
	MOVQ   marks_len+8(FP), CX
	MOVQ   quotes_base+24(FP), DX
	MOVQ   text_base+48(FP), SI
	MOVBLZX delim+72(FP), AX
	REPEAT(X0)
	MOVBLZX end+73(FP), AX
	REPEAT(X1)
	MOVL   $'\n', AX
	REPEAT(X2)
	MOVL   $'"', AX
	REPEAT(X3)
	JMP    check

next:
	XORQ R8, R8
	XORQ R9, R9
	MARKS16(0)
	MARKS16(16)
	MARKS16(32)
	MARKS16(48)
	MOVQ R8, (DI)
	MOVQ R9, (DX)
	ADDQ $64, SI
	ADDQ $8, DI
	ADDQ $8, DX
	DECQ CX

check:
	TESTQ CX, CX
	JNZ   next
	RET

// The bits of the 16 bytes at place of the text that are beyond ASCII, that are 0xC3, and
// that go on with a character, shifted by place, are added to R8, R9 and R10.
#define ACCENTS16(place) \
	MOVOU    place(SI)(DX*1), X4; \
	PMOVMSKB X4, AX; \
	MOVO     X0, X5; \
	PCMPEQB  X4, X5; \
	PMOVMSKB X5, BX; \
	MOVO     X1, X6; \
	PCMPGTB  X4, X6; \
	PMOVMSKB X6, R11; \
	SHLQ     $place, AX; \
	SHLQ     $place, BX; \
	SHLQ     $place, R11; \
	ORQ      AX, R8; \
	ORQ      BX, R9; \
	ORQ      R11, R10

// func accented(text []byte) (n int)
TEXT ·accented(SB), NOSPLIT, $0-32
	MOVQ   text_base+0(FP), SI
	MOVQ   text_len+8(FP), CX
	XORQ   DX, DX           // bytes judged
	XORQ   R12, R12         // 1 where the last of them is 0xC3
	SUBQ   $64, CX          // the last place of 64 bytes
	MOVL   $0xC3, AX
	REPEAT(X0)
	MOVL   $0xC0, AX        // the bytes that go on are less, as signed numbers
	REPEAT(X1)
	JMP    check

next:
	XORQ R8, R8
	XORQ R9, R9
	XORQ R10, R10
	ACCENTS16(0)
	ACCENTS16(16)
	ACCENTS16(32)
	ACCENTS16(48)
	LEAQ (R12)(R9*2), R13 // bytes behind 0xC3
	MOVQ R9, AX
	ORQ  R13, AX
	CMPQ AX, R8           // and nothing else is beyond ASCII,
	JNE  done
	NOTQ R10
	TESTQ R10, R13        // and each of them goes on
	JNZ  done
	SHRQ $63, R9
	MOVQ R9, R12
	ADDQ $64, DX

check:
	CMPQ DX, CX
	JLE  next

done:
	SUBQ R12, DX // the letter goes on behind what was judged
	MOVQ DX, n+24(FP)
	RET
