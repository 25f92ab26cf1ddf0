"""What is known: hosts, centres, certificates, capabilities, experts, equipment, imports, vectors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.database import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "host_institutions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_institutions")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_host_institutions_credit_code")),
        sa.UniqueConstraint("name_key", name=op.f("uq_host_institutions_name_key")),
    )

    op.create_table(
        "centres",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("host_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("approving_body", sa.Text(), nullable=True),
        sa.Column("industries", sa.JSON(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host_institutions.id"], name=op.f("fk_centres_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centres")),
        sa.UniqueConstraint("name_key", name=op.f("uq_centres_name_key")),
    )
    with op.batch_alter_table("centres", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_centres_host_id"), ["host_id"], unique=False)

    op.create_table(
        "qualifications",
        sa.Column("centre_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centres.id"], name=op.f("fk_qualifications_centre_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("centre_id", "kind", "number", name=op.f("pk_qualifications")),
    )

    op.create_table(
        "capabilities",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.String(length=40), nullable=False),
        sa.Column("natural_key", sa.String(length=64), nullable=False),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("parameter", sa.Text(), nullable=True),
        sa.Column("restriction", sa.Text(), nullable=True),
        sa.Column("method_clause", sa.Text(), nullable=True),
        sa.Column("method_range", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("field_code", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("qualification", sa.String(length=8), nullable=True),
        sa.Column("certificate_number", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["centres.id"], name=op.f("fk_capabilities_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capabilities")),
        sa.UniqueConstraint("natural_key", name=op.f("uq_capabilities_natural_key")),
    )
    with op.batch_alter_table("capabilities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capabilities_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "capability_standards",
        sa.Column("capability_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("year", sa.String(length=4), nullable=True),
        sa.ForeignKeyConstraint(
            ["capability_id"],
            ["capabilities.id"],
            name=op.f("fk_capability_standards_capability_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("capability_id", "position", name=op.f("pk_capability_standards")),
    )
    with op.batch_alter_table("capability_standards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capability_standards_number_key"), ["number_key"], unique=False)

    op.create_table(
        "experts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.String(length=40), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("title_level", sa.String(length=20), nullable=False),
        sa.Column("degree", sa.String(length=20), nullable=True),
        sa.Column("years_of_quality_work", sa.Integer(), nullable=True),
        sa.Column("has_project_experience", sa.Boolean(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("directions", sa.JSON(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("engagement", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["centres.id"], name=op.f("fk_experts_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experts")),
    )
    with op.batch_alter_table("experts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_experts_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "equipment",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("measuring_range", sa.Text(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["centres.id"], name=op.f("fk_equipment_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
    )
    with op.batch_alter_table("equipment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_equipment_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("provider_id", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_imported", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["centres.id"], name=op.f("fk_imports_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("provider_id", "sequence", name=op.f("uq_imports_provider_id_sequence")),
    )

    op.create_table(
        "import_changes",
        sa.Column("import_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("capability_id", sa.String(length=40), nullable=False),
        sa.Column("natural_key", sa.String(length=64), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_changes_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_import_changes")),
    )
    with op.batch_alter_table("import_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_changes_capability_id"), ["capability_id"], unique=False)

    op.create_table(
        "embeddings",
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model", "digest", name=op.f("pk_embeddings")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("embeddings")
    op.drop_table("import_changes")
    op.drop_table("imports")
    op.drop_table("equipment")
    op.drop_table("experts")
    op.drop_table("capability_standards")
    op.drop_table("capabilities")
    op.drop_table("qualifications")
    op.drop_table("centres")
    op.drop_table("host_institutions")
