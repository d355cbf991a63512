/* SPDX-License-Identifier: MIT */
#include "expect.h"
#include "tls/certificate.h"

static void inspectors(void)
{
    static const struct {
        const char *issuer, *product;
    } rows[] = {
        {"CN=FG100E,OU=Certificate Authority,O=Fortinet,L=Sunnyvale,C=US",
         "Fortinet FortiGate"},
        {"CN=Zscaler Intermediate Root CA (zscaler.net) (t)", "Zscaler"},
        {"CN=Avast Web/Mail Shield Root,O=Avast Web/Mail Shield", "Avast"},
        {"CN=G DATA Mail Security", "G DATA"},
        {"CN=ESET SSL Filter CA,O=ESET\\, spol. s r. o.,C=SK", "ESET"},
        {"CN=KASPERSKY ANTI-VIRUS PERSONAL ROOT CERTIFICATE", "Kaspersky"},
        {"CN=DigiCert Cloud Services CA-1,O=DigiCert Inc,C=US", NULL},
        {"CN=R11,O=Let's Encrypt,C=US", NULL},
        {"CN=Hosting Data CA", NULL},
        {"CN=Little endian", "Endian"},
        {"CN=Vendian", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect_case(rows[i].issuer);
        EXPECT_TEXT(certificate_inspector(rows[i].issuer), rows[i].product);
    }
}

static void fault_names(void)
{
    EXPECT_TEXT(certificate_fault_name(CERTIFICATE_NAME), "name");
    for (int fault = 0; fault < CERTIFICATE_FAULT_COUNT; fault++)
        EXPECT(certificate_fault_name((enum certificate_fault)fault) != NULL);
}

int main(void)
{
    RUN(inspectors);
    RUN(fault_names);
    return expect_report();
}
